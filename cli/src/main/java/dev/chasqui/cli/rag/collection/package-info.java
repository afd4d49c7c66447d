/** The collection that a command is about: its name, its paths on the server and its vectors. */
@NullMarked
package dev.chasqui.cli.rag.collection;

import org.jspecify.annotations.NullMarked;
