package dev.chasqui.application.callers;

import dev.chasqui.domain.account.ApiKey;

/**
 * A key that was just made, the only time that it is known.
 *
 * @param key what is stored of it
 * @param secret the key itself
 */
public record MadeKey(ApiKey key, String secret) {

    /** Returns the id alone, so that no log shows the key. */
    @Override
    public String toString() {
        return "MadeKey[" + key.id() + "]";
    }
}
