package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The search for sensitive values in a text: at each place the finders are asked in order, and the
 * search goes on behind the value that is found. Safe for use by several threads.
 */
final class SensitiveText {
    private final List<Finder> finders;

    /**
     * @param words the words and names that count as sensitive
     * @throws IllegalArgumentException if one of them has no letter or digit
     */
    SensitiveText(List<String> words) {
        this.finders =
                List.of(
                        new Secrets(),
                        new MoneyNumbers(),
                        new NationalNumbers(),
                        new EmailAddresses(),
                        new PhoneNumbers(),
                        new ListedWords(words));
    }

    /** Returns the values in a text, from left to right; no two overlap. */
    List<Finding> findings(String text) {
        List<Finding> found = new ArrayList<>();
        int at = 0;
        int from = 0;
        while (at < text.length()) {
            Finding finding = at(text, from, at);
            if (finding == null) {
                at++;
            } else {
                found.add(finding);
                at = finding.end();
                from = at;
            }
        }
        return found;
    }

    private @Nullable Finding at(String text, int from, int at) {
        for (Finder finder : finders) {
            Finding found = finder.find(text, from, at);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
