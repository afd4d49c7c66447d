package dev.chasqui.bootstrap.exchange;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.Sha256;

/** API keys whose secret is derived from their owner's name. */
public final class Keys {
    private Keys() {}

    /**
     * Returns a key's entry in the config.
     *
     * @param agents the commands it allows, each as a JSON string
     */
    public static String entry(String name, String role, String agents) {
        return "{\"name\":\"%s\",\"sha256\":\"%s\",\"role\":\"%s\",\"agents\":[%s]}"
                .formatted(name, Sha256.of(secret(name)), role, agents);
    }

    static String secret(String name) {
        return "key-of-" + name + "-0123456789";
    }

    public static Header bearer(String name) {
        return new Header("Authorization", "Bearer " + secret(name));
    }
}
