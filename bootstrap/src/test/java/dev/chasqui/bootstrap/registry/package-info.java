/** Servers that administrators register, remove and drain while the server runs. */
@NullMarked
package dev.chasqui.bootstrap.registry;

import org.jspecify.annotations.NullMarked;
