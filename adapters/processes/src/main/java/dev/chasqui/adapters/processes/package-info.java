/** Servers of models as processes of this machine. */
@NullMarked
package dev.chasqui.adapters.processes;

import org.jspecify.annotations.NullMarked;
