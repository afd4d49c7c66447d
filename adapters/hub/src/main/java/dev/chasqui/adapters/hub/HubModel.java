package dev.chasqui.adapters.hub;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model of the hub, as people write it: {@code ORG/REPO} or {@code ORG/REPO:VARIANT}.
 *
 * @param variant the quantisation, such as {@code Q4_K_M}; empty for whichever is usual
 */
public record HubModel(String org, String repo, Optional<String> variant) {
    private static final int LONGEST_NAME = 96;

    /** Dots and dashes stand between other letters only, so that no name climbs out of a folder. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*");

    private static final Pattern FORM = Pattern.compile("([^/:]+)/([^/:]+)(?::([^/:]+))?");

    /**
     * @throws IllegalArgumentException if one of the names is none
     */
    public HubModel {
        requireName("org", org);
        requireName("repo", repo);
        variant.ifPresent(name -> requireName("variant", name));
    }

    /**
     * Reads {@code ORG/REPO:VARIANT}. The variant {@code latest} means the same as none.
     *
     * @throws IllegalArgumentException if it has another form
     */
    public static HubModel parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "model: "
                            + text
                            + " (expected: ORG/REPO or ORG/REPO:VARIANT, such as"
                            + " ggml-org/gemma-3-1b-it-GGUF:Q4_K_M)");
        }
        return new HubModel(
                form.group(1),
                form.group(2),
                Optional.ofNullable(form.group(3))
                        .filter(name -> !name.toLowerCase(Locale.ROOT).equals("latest")));
    }

    private static void requireName(String what, String name) {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what
                            + ": "
                            + name
                            + " (expected: at most "
                            + LONGEST_NAME
                            + " letters, digits and _, with single . or - between them)");
        }
    }

    /** The repository's name, such as {@code ggml-org/gemma-3-1b-it-GGUF}. */
    public String repository() {
        return org + "/" + repo;
    }

    @Override
    public String toString() {
        return variant.map(name -> repository() + ":" + name).orElse(repository());
    }
}
