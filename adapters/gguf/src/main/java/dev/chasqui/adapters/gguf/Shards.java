package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.model.ShardName;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The files of a model that comes in several. */
final class Shards {
    private static final int MOST_SHARDS = 1_024;

    private Shards() {}

    /**
     * All files, this one among them, in their order.
     *
     * @param name of this file
     */
    static List<Path> beside(Path file, ShardName name) throws GgufException {
        if (name.count() < 1 || name.count() > MOST_SHARDS) {
            throw new GgufException(
                    file, "shards: " + name.count() + " (expected: 1 to " + MOST_SHARDS + ")");
        }
        if (name.number() != 1) {
            throw new GgufException(
                    file, "shard: " + name.number() + " (expected: the first, " + name.at(1) + ")");
        }
        return IntStream.rangeClosed(1, name.count())
                .mapToObj(number -> file.resolveSibling(name.at(number).toString()))
                .toList();
    }
}
