/**
 * The content that the server keeps of its users, as far as it can be handed over and forgotten.
 */
@NullMarked
package dev.chasqui.application.port.personal;

import org.jspecify.annotations.NullMarked;
