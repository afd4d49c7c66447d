package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelName;

import java.util.Optional;

/** The model that a JSON body names, for requests of which nothing else is read. Immutable. */
public final class NamedModel {
    private final String name;
    private final BodyScan scan;

    private NamedModel(String name, BodyScan scan) {
        this.name = name;
        this.scan = scan;
    }

    /**
     * Returns the model that a body names; empty if it names none, or has no bytes.
     *
     * @throws FailureException with {@code Invalid} if the body is not a JSON object or is
     *     malformed
     */
    public static Optional<NamedModel> in(byte[] body) {
        if (body.length == 0) {
            return Optional.empty();
        }
        BodyScan scan = BodyScan.of(body);
        return scan.text("model")
                .filter(name -> !name.isBlank())
                .map(name -> new NamedModel(name, scan));
    }

    /** Returns the name of the model. */
    public String name() {
        return name;
    }

    /**
     * Returns the body with another model's name and all other bytes unchanged; the same body if
     * the name means the same model.
     */
    public byte[] renamed(String other) {
        return ModelName.same(name, other)
                ? scan.body()
                : new Splice(scan).set("model", Json.of(other)).bytes();
    }
}
