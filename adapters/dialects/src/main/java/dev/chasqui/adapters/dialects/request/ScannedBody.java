package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.model.KeepAlive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The whole body that a request was decoded from, with its scan. */
public interface ScannedBody extends PartlyRead {
    /** Returns the scan. */
    BodyScan scan();

    @Override
    default List<String> unread() {
        return List.of();
    }

    @Override
    default int length() {
        return scan().body().length;
    }

    @Override
    default Optional<String> fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(scan().body());
            return Optional.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    default KeepAlive keepAlive() {
        return KeepAlive.of(scan().value("keep_alive"));
    }
}
