package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.model.KeepAlive;

import java.util.List;

/** The whole body that a request was decoded from, with its scan. */
public interface ScannedBody extends Source {
    /** Returns the scan. */
    BodyScan scan();

    /** Returns the names of the members that the decoded form lacks in every dialect. */
    default List<String> unread() {
        return List.of();
    }

    @Override
    default int length() {
        return scan().body().length;
    }

    @Override
    default KeepAlive keepAlive() {
        return KeepAlive.of(scan().value("keep_alive"));
    }
}
