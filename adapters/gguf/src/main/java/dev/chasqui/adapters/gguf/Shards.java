package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.model.ShardName;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The files of a model that is split into shards. */
final class Shards {
    private static final int MOST_SHARDS = 1_024;

    private Shards() {}

    /**
     * Returns all files of the model in their order.
     *
     * @param file the first shard
     * @param name the parsed name of this file
     * @throws GgufException if it is not the first shard, or the count is out of range
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
