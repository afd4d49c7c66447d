package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.model.KeepAlive;

/** The whole body that a request was decoded from, with its scan. */
public interface ScannedBody extends Source {
    /** Returns the scan. */
    BodyScan scan();

    @Override
    default int length() {
        return scan().body().length;
    }

    @Override
    default KeepAlive keepAlive() {
        return KeepAlive.of(scan().value("keep_alive"));
    }
}
