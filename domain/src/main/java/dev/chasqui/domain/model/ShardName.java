package dev.chasqui.domain.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one file of a model that is split into several, such as {@code
 * big-00001-of-00003.gguf} ({@code llama_split_path} in llama.cpp). The names of the others differ
 * in the number alone.
 *
 * @param prefix the text before the numbers; with its folders, if they were given
 * @param number the number of this file, from 1
 * @param count the number of all files
 * @param suffix {@code .gguf}, in capitals or not
 */
public record ShardName(String prefix, int number, int count, String suffix) {
    private static final Pattern FORM =
            Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})(\\.gguf)", Pattern.CASE_INSENSITIVE);

    /** Parses a file name; empty if it is the name of a whole model. */
    public static Optional<ShardName> of(String name) {
        Matcher form = FORM.matcher(name);
        return form.matches()
                ? Optional.of(
                        new ShardName(
                                form.group(1),
                                Integer.parseInt(form.group(2)),
                                Integer.parseInt(form.group(3)),
                                form.group(4)))
                : Optional.empty();
    }

    /** Returns the name of another file of the model. */
    public ShardName at(int other) {
        return new ShardName(prefix, other, count, suffix);
    }

    /** Returns the name as it is written. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s-%05d-of-%05d%s", prefix, number, count, suffix);
    }
}
