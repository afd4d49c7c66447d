package dev.chasqui.adapters.config;

import java.nio.file.Path;

/**
 * Where the server keeps what must outlive it.
 *
 * @param dir the folder, made when it is first needed (default {@code data}); it belongs to one
 *     server at a time. Relative to the folder that the server was started in
 */
public record DataConfig(Path dir) {

    static DataConfig read(Section section) {
        return new DataConfig(section.value("dir", Kinds.PATH, Path.of("data")));
    }
}
