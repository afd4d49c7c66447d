package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.json.Json;

import java.util.Optional;

/** The whole body that a request was decoded from, as it was scanned. */
public interface ScannedBody extends Source {
    /** The scanned body. */
    BodyScan scan();

    @Override
    default Optional<Json> member(String name) {
        return scan().value(name);
    }
}
