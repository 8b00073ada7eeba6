// Package program is what the sandbox's own programs have in common: they run until they end or are asked to.
package program

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const usageError = 64

// Own runs one of the sandbox's own programs; binary is what its messages call the file that it is in.
func Own(binary string, run func(ctx context.Context, arguments []string) error) func() {
	return func() {
		ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
		defer cancel()
		err := run(ctx, os.Args[1:])
		if errors.Is(err, flag.ErrHelp) {
			os.Exit(usageError)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", binary, err)
			os.Exit(1)
		}
	}
}

// Parse reads flags and nothing but flags.
func Parse(flags *flag.FlagSet, arguments []string) error {
	if err := flags.Parse(arguments); err != nil {
		return flag.ErrHelp // printed already
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return nil
}
