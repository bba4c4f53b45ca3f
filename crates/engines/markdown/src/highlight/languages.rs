//! The languages that code is coloured in.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::language::{Form, Language};

/// A language with its words by kind.
#[derive(Debug)]
pub(super) struct Prepared {
    pub rules: &'static Language,
    pub words: HashMap<&'static str, &'static str>,
}

/// The language with that name.
pub(super) fn find(name: &str) -> Option<&'static Prepared> {
    static BY_NAME: OnceLock<(Vec<Prepared>, HashMap<&'static str, usize>)> = OnceLock::new();
    let (languages, names) = BY_NAME.get_or_init(prepare);
    if name.is_empty() {
        return None;
    }
    let index = names.get(name).or_else(|| names.get(&*name.to_lowercase()))?;
    languages.get(*index)
}

fn prepare() -> (Vec<Prepared>, HashMap<&'static str, usize>) {
    let (mut languages, mut names) = (Vec::new(), HashMap::new());
    for (index, rules) in LANGUAGES.iter().enumerate() {
        let mut words = HashMap::new();
        let lists =
            [(rules.builtins, "nb"), (rules.types, "kt"), (rules.constants, "kc"), (rules.keywords, "k")];
        for (list, kind) in lists {
            words.extend(list.split_whitespace().map(|word| (word, kind)));
        }
        names.extend(rules.names.iter().map(|name| (*name, index)));
        languages.push(Prepared { rules, words });
    }
    (languages, names)
}

const C_COMMENTS: &[(&str, &str)] = &[("/*", "*/")];
const QUOTES: &[&str] = &["\"", "'"];
const BASE: Language = Language {
    names: &[],
    line_comments: &[],
    block_comments: &[],
    strings: QUOTES,
    keywords: "",
    constants: "true false null",
    types: "",
    builtins: "",
    ignores_case: false,
    word_marks: "",
    form: Form::Code,
};
const C_LIKE: Language = Language { line_comments: &["//"], block_comments: C_COMMENTS, ..BASE };
const HASH: Language = Language { line_comments: &["#"], ..BASE };

static LANGUAGES: [Language; 34] = [
    Language {
        names: &["python", "py", "python3", "py3"],
        strings: &["\"\"\"", "'''", "\"", "'"],
        keywords: "and as assert async await break class continue def del elif else except finally for from global \
                   if import in is lambda match nonlocal not or pass raise return try while with yield",
        constants: "True False None",
        builtins: "bool bytes dict enumerate float int isinstance len list map object open print range set sorted \
                   str sum super tuple type zip self cls",
        ..HASH
    },
    Language {
        names: &["javascript", "js", "jsx", "typescript", "ts", "tsx", "mjs"],
        strings: &["`", "\"", "'"],
        keywords: "abstract as async await break case catch class const continue debugger declare default delete do \
                   else enum export extends finally for from function get if implements import in instanceof \
                   interface keyof let namespace new of private protected public readonly return satisfies set \
                   static super switch this throw try type typeof var void while with yield",
        constants: "true false null undefined NaN Infinity",
        types: "any bigint boolean never number object string symbol unknown",
        builtins: "Array Date Error JSON Map Math Object Promise RegExp Set String console document process window",
        ..C_LIKE
    },
    Language {
        names: &["java", "kotlin", "kt", "scala", "groovy", "gradle"],
        strings: &["\"\"\"", "\"", "'"],
        keywords: "abstract assert break case catch class const continue data def default do else enum extends final \
                   finally for fun goto if implements import in init instanceof interface internal is lateinit native \
                   new object open operator override package private protected public record return sealed static \
                   strictfp super suspend switch synchronized this throw throws trait transient try val var void \
                   volatile when while with yield",
        types: "boolean byte char double float int long short Boolean Byte Double Float Int Integer List Long Map \
                Object Set String Unit",
        ..C_LIKE
    },
    Language {
        names: &["go", "golang"],
        strings: &["`", "\"", "'"],
        keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface \
                   map package range return select struct switch type var",
        constants: "true false nil iota",
        types: "any bool byte complex128 error float32 float64 int int16 int32 int64 int8 rune string uint uint16 \
                uint32 uint64 uint8 uintptr",
        builtins: "append cap close copy delete len make new panic print println recover",
        ..C_LIKE
    },
    Language {
        names: &["rust", "rs"],
        strings: &["\""],
        keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod \
                   move mut pub ref return self static struct super trait type union unsafe use where while",
        constants: "true false None Some Ok Err",
        types: "bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize Box Option Result Self \
                String Vec",
        ..C_LIKE
    },
    Language {
        names: &["c", "h", "cpp", "c++", "cc", "hpp", "objective-c", "objc", "arduino"],
        keywords: "auto break case catch class const constexpr continue default delete do else enum explicit extern for \
                   friend goto if inline namespace new operator private protected public register return sizeof \
                   static struct switch template this throw try typedef typename union using virtual volatile while",
        constants: "true false NULL nullptr",
        types: "bool char double float int long short signed unsigned void size_t string",
        ..C_LIKE
    },
    Language {
        names: &["csharp", "c#", "cs"],
        keywords: "abstract as async await base break case catch class const continue default delegate do else enum \
                   event explicit extern finally fixed for foreach get goto if implicit in interface internal is lock \
                   namespace new operator out override params private protected public readonly record ref return \
                   sealed set sizeof static struct switch this throw try typeof unchecked unsafe using var virtual \
                   void volatile when where while yield",
        types: "bool byte char decimal double float int long object sbyte short string uint ulong ushort",
        ..C_LIKE
    },
    Language {
        names: &["php"],
        line_comments: &["//", "#"],
        keywords: "abstract as break case catch class clone const continue declare default do echo else elseif extends \
                   final finally fn for foreach function global if implements include instanceof interface match \
                   namespace new print private protected public require return static switch throw trait try use var \
                   while yield",
        ..C_LIKE
    },
    Language {
        names: &["ruby", "rb"],
        keywords: "alias and begin break case class def defined do else elsif end ensure for if in module next not or \
                   redo require rescue retry return self super then undef unless until when while yield",
        constants: "true false nil",
        word_marks: "?!",
        ..HASH
    },
    Language {
        names: &["swift", "dart"],
        keywords: "as associatedtype async await break case catch class const continue default defer deinit do else enum \
                   extension factory fallthrough final for func guard if import in init inout internal is late let \
                   mixin open operator override private protocol public repeat required rethrows return self static \
                   struct subscript super switch throw throws try typealias var void where while",
        constants: "true false nil null",
        ..C_LIKE
    },
    Language {
        names: &["bash", "sh", "shell", "zsh", "ksh", "fish"],
        keywords: "case do done elif else esac export fi for function if in local return select set then until while",
        constants: "true false",
        builtins: "alias cat cd chmod cp curl declare docker echo eval exec exit git grep kubectl ls make mkdir mv npm \
                   printf pwd read rm sed shift source sudo test touch trap unset wget yarn",
        form: Form::Shell,
        word_marks: "-",
        ..HASH
    },
    Language {
        names: &["console", "shell-session", "shellsession", "bash-session", "pycon"],
        form: Form::Console,
        ..BASE
    },
    Language {
        names: &["powershell", "ps1", "pwsh", "posh"],
        block_comments: &[("<#", "#>")],
        keywords: "begin break catch continue do dynamicparam else elseif end exit filter finally for foreach function \
                   if in param process return switch throw trap try until while",
        ignores_case: true,
        word_marks: "-",
        ..HASH
    },
    Language {
        names: &["bat", "batch", "dosbatch", "winbatch"],
        line_comments: &["rem ", "REM ", "::"],
        keywords: "call do echo else exit for goto if in not pause set setlocal",
        ignores_case: true,
        ..BASE
    },
    Language {
        names: &["yaml", "yml"],
        constants: "true false null yes no on off",
        form: Form::Yaml,
        word_marks: "-./",
        ..HASH
    },
    Language { names: &["json", "json5", "jsonc", "json-object"], form: Form::Json, ..C_LIKE },
    Language {
        names: &["toml", "ini", "cfg", "dosini", "properties", "env", "dotenv", "systemd"],
        line_comments: &["#", ";"],
        form: Form::Ini,
        ..BASE
    },
    Language {
        names: &["html", "xml", "svg", "xhtml", "vue", "vue-html", "htmldjango"],
        form: Form::Markup,
        ..BASE
    },
    Language { names: &["diff", "udiff", "patch"], form: Form::Diff, ..BASE },
    Language {
        names: &["css", "scss", "sass", "less"],
        keywords: "charset extend font-face if import include keyframes media mixin supports use",
        word_marks: "-",
        ..C_LIKE
    },
    Language {
        names: &["sql", "mysql", "postgresql", "postgres", "plpgsql", "sqlite3", "tsql"],
        line_comments: &["--"],
        block_comments: C_COMMENTS,
        keywords: "add all alter and as asc begin between by case cascade check column commit constraint create cross \
                   database default delete desc distinct drop else end except exists foreign from full function grant \
                   group having if in index inner insert intersect into is join key left like limit not offset on or \
                   order outer primary procedure references replace returning revoke right rollback select set table \
                   then to transaction trigger truncate union unique update using values view when where with",
        types: "bigint blob boolean char date decimal double float int integer json jsonb numeric real serial \
                smallint text time timestamp uuid varchar",
        ignores_case: true,
        ..BASE
    },
    Language {
        names: &["dockerfile", "docker", "containerfile"],
        keywords: "add arg as cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell \
                   stopsignal user volume workdir",
        ignores_case: true,
        form: Form::Shell,
        ..HASH
    },
    Language {
        names: &["make", "makefile", "mf", "bsdmake"],
        keywords: "define else endef endif export ifdef ifeq ifndef ifneq include override",
        ..HASH
    },
    Language {
        names: &["hcl", "terraform", "tf", "rego"],
        line_comments: &["#", "//"],
        block_comments: C_COMMENTS,
        keywords: "as data default else for if import in locals module not output package provider resource some \
                   terraform variable with",
        word_marks: "-",
        ..BASE
    },
    Language {
        names: &["graphql", "gql"],
        keywords: "directive enum extend fragment implements input interface mutation on query scalar schema subscription type union",
        types: "Boolean Float ID Int String",
        ..HASH
    },
    Language {
        names: &["protobuf", "proto"],
        keywords: "enum extend import message oneof option optional package repeated required reserved returns rpc service stream syntax",
        types: "bool bytes double fixed32 fixed64 float int32 int64 map sint32 sint64 string uint32 uint64",
        ..C_LIKE
    },
    Language {
        names: &["lua"],
        line_comments: &["--"],
        keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
        constants: "true false nil",
        ..BASE
    },
    Language {
        names: &["r", "splus"],
        keywords: "break else for function if in next repeat return while",
        constants: "TRUE FALSE NULL NA Inf",
        word_marks: ".",
        ..HASH
    },
    Language {
        names: &["perl", "pl"],
        keywords: "else elsif for foreach if last local my next our package return sub unless until use while",
        form: Form::Shell,
        ..HASH
    },
    Language {
        names: &["elixir", "ex", "exs"],
        strings: &["\"\"\"", "\"", "'"],
        keywords: "after alias case catch cond def defmodule defp do else end fn for if import in quote raise receive require rescue try unless use when with",
        constants: "true false nil",
        ..HASH
    },
    Language {
        names: &["haskell", "hs", "elm"],
        line_comments: &["--"],
        block_comments: &[("{-", "-}")],
        strings: &["\""],
        keywords: "case class data deriving do else if import in infix instance let module newtype of then type where",
        constants: "True False",
        word_marks: "'",
        ..BASE
    },
    Language {
        names: &["clojure", "clj", "lisp", "common-lisp", "scheme"],
        line_comments: &[";"],
        strings: &["\""],
        keywords: "and case cond def defmacro defn defun do fn if lambda let loop ns or quote recur require when",
        constants: "true false nil",
        word_marks: "-?!*",
        ..BASE
    },
    Language {
        names: &["nginx", "caddyfile", "apacheconf", "apache"],
        keywords: "if include listen location proxy_pass return rewrite root server server_name try_files upstream",
        ..HASH
    },
    Language {
        names: &["groovy-dsl", "jenkinsfile", "jinja", "django", "puppet", "nix"],
        line_comments: &["#", "//"],
        keywords: "agent def else for if in import pipeline post stage stages steps then when with",
        ..BASE
    },
];
