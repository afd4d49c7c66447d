package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.domain.size.ByteSize;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A check for models that could never be loaded, as far as the config alone shows it. */
record PoolLimitsCheck(PoolConfig pool) {

    /** Reports limits that the models exceed, and pinned models that exclude each other. */
    void check(Section section) {
        checkMemory(section, "memory", pool.memory(), PoolModelConfig::memory);
        checkMemory(section, "gpuMemory", pool.gpuMemory(), PoolModelConfig::gpuMemory);
        List<String> pinned = pinned();
        if (pinned.size() > pool.maxModels()) {
            section.problem(
                    "maxModels",
                    pool.maxModels()
                            + " (expected: at least "
                            + pinned.size()
                            + ", since these are pinned: "
                            + String.join(", ", pinned)
                            + ")");
        }
        checkGroups(section);
    }

    private List<String> pinned() {
        return pool.models().entrySet().stream()
                .filter(one -> one.getValue().pinned())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Each model must fit alone, and the pinned ones must fit together. */
    private void checkMemory(
            Section section,
            String key,
            Optional<ByteSize> limit,
            Function<PoolModelConfig, Optional<ByteSize>> takes) {
        if (limit.isEmpty()) {
            return;
        }
        long most = limit.get().bytes();
        pool.models()
                .forEach(
                        (name, model) ->
                                takes.apply(model)
                                        .filter(taken -> taken.bytes() > most)
                                        .ifPresent(
                                                taken ->
                                                        section.problem(
                                                                key,
                                                                limit.get().rounded()
                                                                        + " (expected: at least "
                                                                        + taken.rounded()
                                                                        + ", which '"
                                                                        + name
                                                                        + "' takes)")));
        ByteSize together =
                pool.models().values().stream()
                        .filter(PoolModelConfig::pinned)
                        .flatMap(model -> takes.apply(model).stream())
                        .filter(taken -> taken.bytes() <= most)
                        .reduce(ByteSize.ZERO, ByteSize::plus);
        if (together.bytes() > most) {
            section.problem(
                    key,
                    limit.get().rounded()
                            + " (expected: at least "
                            + together.rounded()
                            + ", which the pinned models take together)");
        }
    }

    private void checkGroups(Section section) {
        Set<String> groups = new HashSet<>();
        pool.models()
                .forEach(
                        (name, model) -> {
                            boolean another =
                                    model.pinned()
                                            && model.group().filter(groups::add).isPresent()
                                            && groups.size() == 2;
                            if (another) {
                                section.problem(
                                        "models",
                                        "'"
                                                + name
                                                + "' is pinned, and so is one of another group"
                                                + " (expected: pinned models of one group, or of"
                                                + " none)");
                            }
                        });
    }
}
