package dev.chasqui.adapters.pf4j;

import java.nio.file.Path;

/**
 * A plug-in and what it brings.
 *
 * @param jar where its jar was found
 * @param name its own name
 */
record Contributor(Path jar, String name, Contribution contribution) {}
