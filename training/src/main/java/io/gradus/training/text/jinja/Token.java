package io.gradus.training.text.jinja;

/**
 * A piece of template source.
 *
 * @param kind what it is
 * @param text the operator, name, digits, unescaped string, or literal text of the template
 * @param line where it begins, counted from 1
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    /** Template text outside of tags. */
    DATA,
    /** The opening and closing marks of a statement. */
    BLOCK_BEGIN,
    BLOCK_END,
    /** The opening and closing marks of an expression to print. */
    PRINT_BEGIN,
    PRINT_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** How error messages call it. */
  String shown() {
    return switch (kind) {
      case END -> "end of template";
      case BLOCK_END -> "%}";
      case PRINT_END -> "}}";
      case BLOCK_BEGIN -> "{%";
      case PRINT_BEGIN -> "{{";
      case STRING -> "a string";
      case DATA -> "text";
      default -> "'" + text + "'";
    };
  }
}
