package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gguf.FolderModel;
import dev.chasqui.adapters.gguf.GgufException;
import dev.chasqui.adapters.gguf.ModelFolder;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.text.Printable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The models of a folder whose names are valid in a config.
 *
 * @param models the models by their names
 * @param passedOver the names of the others: not valid, or taken by another model
 */
record PoolFolder(Map<String, PoolModelConfig> models, List<String> passedOver) {
    private static final int MOST_SHOWN = 10;
    private static final int LONGEST_SHOWN = 60;

    /**
     * Lists the models of a folder.
     *
     * @throws GgufException if the folder cannot be read
     */
    static PoolFolder of(Path folder) throws GgufException {
        Map<String, PoolModelConfig> models = new LinkedHashMap<>();
        List<String> passedOver = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (FolderModel model : ModelFolder.list(folder)) {
            if (PoolModelConfig.isName(model.name())
                    && taken.add(ModelName.withTag(model.name()))) {
                models.put(model.name(), config(model));
            } else {
                passedOver.add(model.name());
            }
        }
        return new PoolFolder(models, passedOver);
    }

    private static PoolModelConfig config(FolderModel model) {
        PoolModelConfig plain = PoolModelConfig.of(Optional.of(model.file()), Optional.empty());
        return model.projector()
                .map(file -> plain.withArgs(List.of("--mmproj", file.toString())))
                .orElse(plain);
    }

    /** Returns one line about the models that are not used; empty if there are none. */
    Optional<String> notice() {
        if (passedOver.isEmpty()) {
            return Optional.empty();
        }
        String names =
                passedOver.stream()
                        .limit(MOST_SHOWN)
                        .map(PoolFolder::shown)
                        .collect(Collectors.joining(", "));
        return Optional.of(
                "pool.folder: skipped, since no model can have their names: "
                        + names
                        + (passedOver.size() > MOST_SHOWN
                                ? " and " + (passedOver.size() - MOST_SHOWN) + " more"
                                : "")
                        + " (expected: "
                        + PoolModelConfig.NAME_EXPECTED
                        + "; each once)");
    }

    private static String shown(String name) {
        String plain = Printable.of(name);
        return "'"
                + (plain.length() <= LONGEST_SHOWN
                        ? plain
                        : plain.substring(0, LONGEST_SHOWN) + "…")
                + "'";
    }
}
