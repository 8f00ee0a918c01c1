package io.gradus.rewards.extract;

import io.gradus.rewards.units.CountedNouns;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words right after a value in prose. They may name what is counted or begin what the sentence
 * says further; any other word may change the number ("42 reversed") and leaves doubt.
 */
final class Beside {
  /** Words that begin another part of the sentence, or verbs that the value is the subject of. */
  private static final Set<String> CONTINUES =
      Set.copyOf(
          List.of(
              ("because since as when if where for in at on of per out after before which that who whose with within without"
                      + " from by and not rather instead is are was were be been being will would can could has have had does did"
                      + " total altogether left remaining each every overall so hence therefore thus to until during while whereas"
                      + " although though but here there then now once upon through across between among over under above below"
                      + " more additional different distinct other such away together apart satisfies works given using via the a"
                      + " an this these those it they we you he she i makes gives equals means remain came come go went only all any")
                  .split(" ")));

  private static final Pattern CLAUSE =
      Pattern.compile("^(?:\\s|[$)\\]}*_`\"'])*([A-Za-z][A-Za-z'’ -]{0,120})");

  private static final int LOOKED_AT = 4;

  private Beside() {}

  /** Whether what follows a value begins with words that neither name nor continue. */
  static boolean mayChange(String after) {
    Matcher clause = CLAUSE.matcher(after);
    if (!clause.find() || Character.isLetter(after.charAt(0))) {
      return false;
    }
    String[] words = clause.group(1).strip().toLowerCase(Locale.ROOT).split("\\s+");
    for (int i = 0; i < Math.min(words.length, LOOKED_AT); i++) {
      if (CONTINUES.contains(words[i]) || words[i].length() == 1 || CountedNouns.isNoun(words[i])) {
        return false;
      }
    }
    return true;
  }
}
