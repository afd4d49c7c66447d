package dev.chasqui.adapters.pf4j;

import dev.chasqui.plugin.Plugin;

import java.nio.file.Path;

/**
 * A plug-in that was started.
 *
 * @param id under which PF4J holds its class loader
 * @param name its own name
 * @param trusted whether its code is known to behave
 * @param contribution what it registered
 */
record LoadedPlugin(
        Path jar,
        String id,
        String name,
        Plugin plugin,
        ClassLoader loader,
        boolean trusted,
        Contribution contribution) {}
