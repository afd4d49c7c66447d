package dev.chasqui.adapters.gguf;

import java.io.Serial;
import java.nio.file.Path;

/**
 * The failure to read a model's file or a folder of models; its message is for users and shows no
 * path.
 */
public final class GgufException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    GgufException(Path file, String why) {
        super(nameOf(file) + ": " + why);
    }

    GgufException(Path file, String why, Throwable cause) {
        super(nameOf(file) + ": " + why, cause);
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
