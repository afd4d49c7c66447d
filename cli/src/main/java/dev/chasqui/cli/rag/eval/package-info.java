/**
 * The command {@code rag eval}: it asks a collection questions whose right documents are known, and
 * reports how well each voice of the search ranks them, and how fast.
 */
@NullMarked
package dev.chasqui.cli.rag.eval;

import org.jspecify.annotations.NullMarked;
