/** Files of this server on the disk. */
@NullMarked
package dev.chasqui.domain.files;

import org.jspecify.annotations.NullMarked;
