/**
 * The command {@code rag}: it adds documents to the collections of a running server, lists,
 * searches and removes them.
 */
@NullMarked
package dev.chasqui.cli.rag;

import org.jspecify.annotations.NullMarked;
