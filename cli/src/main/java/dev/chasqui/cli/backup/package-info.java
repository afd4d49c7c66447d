/**
 * The commands {@code backup} and {@code restore}: a copy of the database from the running server,
 * and the return to one while no server runs.
 */
@NullMarked
package dev.chasqui.cli.backup;

import org.jspecify.annotations.NullMarked;
