package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random changes of a pool's models and limits. */
final class Reconfiguring {
    private final Random random;
    private int names;
    private int recipes;

    /** Earlier models, of which some come back unchanged. */
    private final List<PooledModel> earlier = new ArrayList<>();

    Reconfiguring(Random random) {
        this.random = random;
    }

    /** The limits and models of a pool. */
    record Setting(PoolLimits limits, List<PooledModel> models) {
        Optional<PooledModel> model(String name) {
            return models.stream().filter(one -> one.name().equals(name)).findAny();
        }
    }

    /** Returns other models, at least one, and in one case of three other limits. */
    Setting next(PoolLimits limits, Collection<PooledModel> models) {
        List<PooledModel> next = new ArrayList<>();
        for (PooledModel model : models) {
            switch (random.nextInt(6)) {
                case 0 -> earlier.add(model);
                case 1 -> {
                    earlier.add(model);
                    next.add(renewed(model));
                }
                case 2 -> next.add(adjusted(model));
                default -> next.add(model);
            }
        }
        if (!earlier.isEmpty() && random.nextInt(3) == 0) {
            PooledModel back = earlier.get(random.nextInt(earlier.size()));
            next.removeIf(one -> one.name().equals(back.name()));
            next.add(back);
        }
        if (next.isEmpty() || random.nextInt(3) == 0) {
            next.add(model("new" + ++names));
        }
        return new Setting(random.nextInt(3) == 0 ? otherLimits(limits) : limits, next);
    }

    private PoolLimits otherLimits(PoolLimits limits) {
        return new PoolLimits(
                1 + random.nextInt(3), size(8, 16), 4 + random.nextInt(8), limits.patience());
    }

    /** Returns a model with another recipe and of another size. */
    private PooledModel renewed(PooledModel model) {
        return new PooledModel(
                model.name(),
                "r" + ++recipes,
                Optional.of(size(1, 8)),
                model.concurrency(),
                model.ttl(),
                model.pinned(),
                model.priority(),
                model.group());
    }

    /** Returns a model with the same recipe and other settings. */
    private PooledModel adjusted(PooledModel model) {
        return new PooledModel(
                model.name(),
                model.recipe(),
                model.memory(),
                1 + random.nextInt(3),
                random.nextInt(3) == 0
                        ? Optional.of(Duration.ofSeconds(random.nextInt(20)))
                        : model.ttl(),
                model.pinned(),
                random.nextInt(2),
                random.nextInt(4) == 0
                        ? Optional.of(random.nextBoolean() ? "a" : "b")
                        : model.group());
    }

    private PooledModel model(String name) {
        return adjusted(renewed(PooledModel.of(name, 1)));
    }

    private Footprint size(int least, int most) {
        return new Footprint(bytes(least, most), bytes(least, most));
    }

    private ByteSize bytes(int least, int most) {
        return new ByteSize(random.nextInt(least, most + 1));
    }
}
