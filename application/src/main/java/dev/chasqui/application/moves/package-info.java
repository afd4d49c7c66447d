/** The loading, unloading and moving of a model on backends that an administrator chooses. */
@NullMarked
package dev.chasqui.application.moves;

import org.jspecify.annotations.NullMarked;
