package dev.chasqui.application.models;

import dev.chasqui.domain.derived.DerivedModel;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The search for the meaning of a model name that a client asks for. Has no state. */
final class MeaningFinder {
    private MeaningFinder() {}

    /**
     * Returns the meaning of a name, see {@link Models#meaning}.
     *
     * @param index returns the known models
     * @param ask asks the backends for new models, since a model with commands must be known: its
     *     name would otherwise mean nothing
     */
    static ModelMeaning find(
            String name, OwnNames names, Supplier<ModelIndex> index, Runnable ask) {
        List<NameWithCommands> readings = NameWithCommands.readings(name);
        NameWithCommands plain = new NameWithCommands(name, List.of());
        if (readings.isEmpty() || names.isKnown(name, index.get())) {
            return meaning(plain, names, index.get());
        }
        Optional<NameWithCommands> found = known(readings, names, index.get());
        if (found.isEmpty()) {
            ask.run();
            found =
                    names.isKnown(name, index.get())
                            ? Optional.empty()
                            : known(readings, names, index.get());
        }
        return meaning(found.orElse(plain), names, index.get());
    }

    private static Optional<NameWithCommands> known(
            List<NameWithCommands> readings, OwnNames names, ModelIndex index) {
        return readings.stream().filter(one -> names.isKnown(one.model(), index)).findFirst();
    }

    private static ModelMeaning meaning(NameWithCommands read, OwnNames names, ModelIndex index) {
        return new ModelMeaning(
                read.model(),
                read.commands(),
                names.chain(read.model(), index),
                names.derived(read.model(), index)
                        .filter(DerivedModel::virtual)
                        .map(DerivedModel::name));
    }
}
