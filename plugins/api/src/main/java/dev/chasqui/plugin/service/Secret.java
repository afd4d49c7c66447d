package dev.chasqui.plugin.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret text, such as the key of a web API. It never shows itself by {@link #toString}. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** Returns the secret itself. Put it into no message, log, answer or store. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(bytes(value), bytes(secret.value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
