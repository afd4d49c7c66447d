/**
 * The ports to servers that administrators register while the server runs: what is stored of them,
 * and the inspection of an address before it is taken.
 */
@NullMarked
package dev.chasqui.application.port.registry;

import org.jspecify.annotations.NullMarked;
