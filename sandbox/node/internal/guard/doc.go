// Package guard keeps the machine on which the sandbox runs safe: everything of the sandbox lives below one outermost
// process whose end ends all, and nothing below it can write to the machine's own files.
package guard
