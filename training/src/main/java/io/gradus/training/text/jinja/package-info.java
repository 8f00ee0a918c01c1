/**
 * An interpreter for the part of the Jinja language that chat templates are written in.
 *
 * <p>It renders what Python's jinja2 renders under the settings of transformers (trim_blocks,
 * lstrip_blocks, loop controls, one trailing newline dropped), or fails with a {@link
 * io.gradus.training.text.jinja.JinjaException}: tags, filters, tests, methods and conversions that
 * it does not have exactly are errors, never approximations.
 *
 * <p>Source text becomes tokens ({@code Lexer}), these become closures ({@code ExpressionParser},
 * {@code TemplateParser}), which run over a {@code Scope} of variables. Values are Java's String,
 * Long, Double, Boolean, List and Map, with {@code Tuple}, {@code View}, {@code Markup}, {@code
 * None}, {@code Undefined}, {@code OneShot} (a Python generator), {@code Namespace} and {@code
 * Callable}.
 */
package io.gradus.training.text.jinja;
