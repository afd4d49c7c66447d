/** The command {@code models}: the models of a running server, and the changes in its pool. */
@NullMarked
package dev.chasqui.cli.models;

import org.jspecify.annotations.NullMarked;
