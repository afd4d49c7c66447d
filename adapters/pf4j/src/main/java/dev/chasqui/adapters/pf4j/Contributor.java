package dev.chasqui.adapters.pf4j;

import java.nio.file.Path;

/**
 * A plug-in with its contribution.
 *
 * @param jar the path at which its jar was found
 * @param name the name of the plug-in
 */
record Contributor(Path jar, String name, Contribution contribution) {}
