/** The whole server in the eyes of its users' memory: facts, their export, and their end. */
@NullMarked
package dev.chasqui.bootstrap.memory;

import org.jspecify.annotations.NullMarked;
