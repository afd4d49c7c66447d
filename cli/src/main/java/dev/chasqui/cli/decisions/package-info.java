/**
 * The commands that read the decision ledger of a running server, or the files of a stopped one.
 */
@NullMarked
package dev.chasqui.cli.decisions;

import org.jspecify.annotations.NullMarked;
