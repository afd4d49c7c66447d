package dev.chasqui.adapters.services;

import java.util.Optional;

/** The secrets of the present configuration. */
@FunctionalInterface
public interface SecretSource {

    /** Returns the value of a secret; empty if there is none that the plug-in may read. */
    Optional<String> read(String plugin, String name);
}
