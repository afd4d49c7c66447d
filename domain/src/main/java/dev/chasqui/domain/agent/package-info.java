/**
 * The contract between the core and the code that wraps exchanges. Authors of plug-ins read this
 * package first.
 */
@NullMarked
package dev.chasqui.domain.agent;

import org.jspecify.annotations.NullMarked;
