package dev.chasqui.domain.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a model on the Hugging Face hub, as people write it: {@code ORG/REPO} or {@code
 * ORG/REPO:VARIANT}. All code that writes, reads or fetches such names uses this one rule.
 *
 * @param org the organisation or user
 * @param repo the repository within it
 * @param variant the quantisation, such as {@code Q4_K_M}; empty for the usual one
 */
public record HubModel(String org, String repo, Optional<String> variant) {
    /** The description of a valid name, for messages. */
    public static final String EXPECTED =
            "ORG/REPO or ORG/REPO:VARIANT, such as ggml-org/gemma-3-1b-it-GGUF:Q4_K_M; each name at"
                    + " most 96 letters, digits and _, with single . or - between them";

    private static final int LONGEST_NAME = 96;

    /** Dots and dashes must be between other characters, so that no name can leave a folder. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*");

    private static final Pattern FORM = Pattern.compile("([^/:]+)/([^/:]+)(?::([^/:]+))?");

    /**
     * @throws IllegalArgumentException if one of the parts is no valid name
     */
    public HubModel {
        if (!isName(org) || !isName(repo) || !variant.map(HubModel::isName).orElse(true)) {
            throw new IllegalArgumentException(
                    complaint(org + "/" + repo + variant.map(name -> ":" + name).orElse("")));
        }
    }

    /**
     * Parses {@code ORG/REPO:VARIANT}. The variant {@code latest} means the same as none.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static HubModel parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException(complaint(text)));
    }

    /** As {@link #parse}, but returns empty if the text has another form. */
    public static Optional<HubModel> find(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !isName(form.group(1)) || !isName(form.group(2))) {
            return Optional.empty();
        }
        Optional<String> variant = Optional.ofNullable(form.group(3));
        if (!variant.map(HubModel::isName).orElse(true)) {
            return Optional.empty();
        }
        return Optional.of(
                new HubModel(
                        form.group(1),
                        form.group(2),
                        variant.filter(name -> !name.toLowerCase(Locale.ROOT).equals("latest"))));
    }

    private static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    private static String complaint(String text) {
        return "model: " + text + " (expected: " + EXPECTED + ")";
    }

    /** Returns the repository's name, such as {@code ggml-org/gemma-3-1b-it-GGUF}. */
    public String repository() {
        return org + "/" + repo;
    }

    @Override
    public String toString() {
        return variant.map(name -> repository() + ":" + name).orElse(repository());
    }
}
