/** The commands that list, add, remove and drain the servers behind the running server. */
@NullMarked
package dev.chasqui.cli.backends;

import org.jspecify.annotations.NullMarked;
