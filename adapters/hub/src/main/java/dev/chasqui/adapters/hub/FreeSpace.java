package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.nio.file.Path;

/** How many bytes the disk of a folder can still take. */
@FunctionalInterface
interface FreeSpace {
    long of(Path folder) throws IOException;
}
