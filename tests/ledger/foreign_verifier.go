// A judge that shares no line with ours: Go's own transparency log and signed notes read a folder, every leaf of it.
package main

import (
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (f folder) Height() int                     { return 8 }
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) (all [][]byte, err error) {
	for _, tile := range tiles { // C2SP leaves the height out of the path
		all = append(all, f.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
	}
	return all, nil
}
func (f folder) read(name string) []byte { return must(os.ReadFile(string(f) + "/" + name)) }

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	f := folder(os.Args[1])
	key := must(note.NewVerifier(strings.Split(string(f.read("vkeys")), "\n")[0]))
	opened := must(note.Open(f.read("checkpoint"), note.VerifierList(key)))
	must(base64.StdEncoding.Strict().DecodeString(opened.Sigs[0].Base64))
	lines := strings.Split(opened.Text, "\n")
	tree := tlog.Tree{Hash: must(tlog.ParseHash(lines[2]))}
	must(fmt.Sscan(lines[1], &tree.N))
	for from := int64(0); from < tree.N; from += 256 {
		tile := tlog.Tile{H: 8, L: -1, N: from / 256, W: 256}
		if tree.N-from < 256 {
			tile.W = int(tree.N - from)
		}
		bundle := f.read(strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1))
		places := make([]int64, tile.W)
		for i := range places {
			places[i] = tlog.StoredHashIndex(0, from+int64(i))
		}
		for i, want := range must(tlog.TileHashReader(tree, f).ReadHashes(places)) {
			end := 2 + int(bundle[0])<<8 + int(bundle[1]) // a bundle that ends too early is a panic
			if tlog.RecordHash(bundle[2:end]) != want {
				log.Fatalf("leaf %d is not that of the tree", from+int64(i))
			}
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			log.Fatal("a bundle goes on after its leaves")
		}
	}
	fmt.Printf("right: %d leaves of %s\n", tree.N, lines[0])
}
