/**
 * The ports of the application: the interfaces that it needs from outside. Adapters implement them.
 */
@NullMarked
package dev.chasqui.application.port;

import org.jspecify.annotations.NullMarked;
