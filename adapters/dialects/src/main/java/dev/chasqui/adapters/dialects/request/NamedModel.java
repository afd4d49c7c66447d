package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The model that a JSON body names, of which nothing else is of interest. */
public final class NamedModel {
    private final String name;
    private final BodyScan scan;

    private NamedModel(String name, BodyScan scan) {
        this.name = name;
        this.scan = scan;
    }

    /**
     * The model that a body names; empty if it names none, or is empty itself.
     *
     * @throws FailureException with {@code Invalid} if the body is no JSON object or is malformed
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

    public String name() {
        return name;
    }

    /** The body with another name in its place, and all other bytes as they were. */
    public byte[] renamed(String other) {
        return new Splice(scan).set("model", Json.of(other)).bytes();
    }
}
