package dev.chasqui.adapters.gguf;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The name of one file of a model that comes in several, such as {@code big-00001-of-00003.gguf}
 * ({@code llama_split_path} in llama.cpp).
 *
 * @param prefix what stands before the numbers
 * @param number of this file, from 1
 * @param count of all files
 */
record Shards(String prefix, int number, int count) {
    private static final Pattern NAME = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");
    private static final int MOST_SHARDS = 1_024;

    /** Empty if the name is that of a whole model. */
    static Optional<Shards> of(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        return matcher.matches()
                ? Optional.of(
                        new Shards(
                                matcher.group(1),
                                Integer.parseInt(matcher.group(2)),
                                Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** All files, this one among them, in their order. */
    List<Path> beside(Path file) throws GgufException {
        if (count < 1 || count > MOST_SHARDS) {
            throw new GgufException(
                    file, "shards: " + count + " (expected: 1 to " + MOST_SHARDS + ")");
        }
        if (number != 1) {
            throw new GgufException(
                    file, "shard: " + number + " (expected: the first, " + name(1) + ")");
        }
        return IntStream.rangeClosed(1, count)
                .mapToObj(shard -> file.resolveSibling(name(shard)))
                .toList();
    }

    private String name(int shard) {
        return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", prefix, shard, count);
    }
}
