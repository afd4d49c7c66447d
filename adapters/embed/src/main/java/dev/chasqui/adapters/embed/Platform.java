package dev.chasqui.adapters.embed;

import java.util.Locale;

/** The operating system and processor of this machine, as ONNX Runtime names them. */
final class Platform {
    private Platform() {}

    /**
     * Returns the name of this machine's platform, such as {@code linux-x64} or {@code
     * osx-aarch64}. There may be no library for this platform.
     */
    static String name() {
        return name(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * Returns the name of a platform. A system or processor that ONNX Runtime does not know keeps
     * its Java name in lower case.
     *
     * @param system the value of the property {@code os.name}
     * @param processor the value of the property {@code os.arch}
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
