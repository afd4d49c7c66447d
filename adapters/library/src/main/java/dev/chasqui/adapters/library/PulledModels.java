package dev.chasqui.adapters.library;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.model.ModelName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The models of the hub that clients have pulled, kept in one file. Safe for use by several
 * threads; no other process may use the file.
 */
public final class PulledModels {
    private static final System.Logger LOG = System.getLogger(PulledModels.class.getName());

    private final Path file;
    private volatile Map<String, HubModel> models;

    private PulledModels(Path file, Map<String, HubModel> models) {
        this.file = file;
        this.models = models;
    }

    /**
     * Reads the file, which need not exist yet. A file that cannot be read is logged, and replaced
     * at the next change.
     */
    public static PulledModels open(Path file) {
        Map<String, HubModel> models = new LinkedHashMap<>();
        try {
            if (Files.exists(file)
                    && JsonReader.read(Files.readAllBytes(file)) instanceof Json.Obj object) {
                object.members()
                        .forEach(
                                (name, hub) -> {
                                    if (hub instanceof Json.Str(String text)) {
                                        models.put(name, HubModel.parse(text));
                                    }
                                });
            }
        } catch (IOException | FailureException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the list of pulled models in " + file + " is not used: " + e.getMessage());
        }
        return new PulledModels(file, Collections.unmodifiableMap(models));
    }

    /** Returns the models by the names that clients use. */
    public Map<String, HubModel> all() {
        return models;
    }

    /** Returns the models with one more, which replaces the one of the same name. */
    public Map<String, HubModel> with(String name, HubModel model) {
        Map<String, HubModel> more = new LinkedHashMap<>(without(name));
        more.put(name, model);
        return Collections.unmodifiableMap(more);
    }

    /** Returns the models without the one of a name. */
    public Map<String, HubModel> without(String name) {
        Map<String, HubModel> fewer = new LinkedHashMap<>(models);
        fewer.keySet().removeIf(other -> ModelName.same(other, name));
        return Collections.unmodifiableMap(fewer);
    }

    /**
     * Replaces all models.
     *
     * @throws FailureException with {@code DiskFull} if the file cannot be written; then the models
     *     are as before
     */
    public synchronized void save(Map<String, HubModel> changed) {
        Map<String, Json> members = new LinkedHashMap<>();
        changed.forEach((name, model) -> members.put(name, Json.of(model.toString())));
        DurableFile.write(file, new Json.Obj(members).toBytes());
        models = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
    }
}
