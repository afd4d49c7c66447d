package dev.chasqui.bootstrap;

import java.nio.file.Path;
import java.util.List;

/**
 * The jars of the bundled plug-ins.
 *
 * <p>They are built before this module; its tests run in its folder.
 */
public final class PluginJars {
    public static final Path CACHE = of("cache");
    public static final Path CONTEXT = of("context");
    public static final Path JUDGE = of("judge");
    public static final Path GUARD = of("guard");
    public static final Path PARALLEL = of("parallel");
    public static final Path RAG = of("rag");

    public static final List<Path> ALL = List.of(CACHE, CONTEXT, GUARD, JUDGE, PARALLEL, RAG);

    private PluginJars() {}

    private static Path of(String plugin) {
        return Path.of("../plugins", plugin, "target");
    }
}
