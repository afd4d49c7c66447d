/**
 * What can be known to go wrong before a server starts. {@code serve} and {@code config check} both
 * ask here, so that the one never fails where the other finds all in order.
 */
@NullMarked
package dev.chasqui.bootstrap.check;

import org.jspecify.annotations.NullMarked;
