package dev.chasqui.adapters.embed;

import java.util.Locale;

/** The kind of machine that this process runs on, in ONNX Runtime's words. */
final class Platform {
    private Platform() {}

    /**
     * Such as {@code linux-x64}, {@code osx-aarch64}; that there is a library for it is not said.
     */
    static String name() {
        return name(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * @param system as the property {@code os.name} says it
     * @param processor as the property {@code os.arch} says it
     */
    static String name(String system, String processor) {
        return system(system.toLowerCase(Locale.ROOT))
                + "-"
                + processor(processor.toLowerCase(Locale.ROOT));
    }

    private static String system(String name) {
        if (name.contains("mac") || name.contains("darwin")) {
            return "osx";
        }
        return name.contains("win") ? "win" : name.contains("nux") ? "linux" : name;
    }

    private static String processor(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> "x64";
            default -> name;
        };
    }
}
