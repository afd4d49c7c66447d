/**
 * The marks by which requests of one conversation, or with the same long instructions, are
 * recognised, and the memory of the backends that have answered them. The choice itself is made in
 * the package above.
 */
@NullMarked
package dev.chasqui.application.routing.affinity;

import org.jspecify.annotations.NullMarked;
