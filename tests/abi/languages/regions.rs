// regions.rs - a plugin in Rust without its standard library.
//
// The structures are those of ABI 1.0 (tests/abi/layout-1.0.h), which later
// minors only append to; what this plugin does not use of the host's table
// stands there as addresses.
#![no_std]
#![crate_type = "cdylib"]

use core::ffi::c_void;
use core::ptr::null;

type Text = *const u8; // UTF-8 that ends with NUL

#[repr(C)]
pub struct Column {
    struct_size: u32,
    kind: u32,
    attributes: u32,
    priority: u32,
    title: Text,
    path: Text,
}

type Plan = unsafe extern "C" fn(*mut Call) -> i32;

#[repr(C)]
pub struct Verb {
    struct_size: u32,
    effect: u32,
    reply: u32,
    scopes: u32,
    attributes: u32,
    reserved: u32,
    name: Text,
    aliases: Text,
    summary: Text,
    description: Text,
    examples: Text,
    replacement: Text,
    consequence: Text,
    done: Text,
    flags: *const c_void,
    columns: *const *const Column,
    secret: Text,
    plan: Plan,
    finish: *const c_void,
}

#[repr(C)]
pub struct Noun {
    struct_size: u32,
    reserved: u32,
    name: Text,
    aliases: Text,
    summary: Text,
    description: Text,
    singular: Text,
    plural: Text,
    service: Text,
    id_path: Text,
    name_path: Text,
    verbs: *const *const Verb,
    columns: *const *const Column,
    fields: *const c_void,
    nouns: *const c_void,
}

#[repr(C)]
pub struct Plugin {
    struct_size: u32,
    abi_major: u16,
    min_minor: u16,
    name: Text,
    aliases: Text,
    version: Text,
    summary: Text,
    noun: *const Noun,
}

pub enum Request {}

#[repr(C)]
pub struct Host {
    struct_size: u32,
    abi_major: u16,
    abi_minor: u16,
    call: [*const c_void; 6],
    request_new: unsafe extern "C" fn(*mut Call, Text) -> *mut Request,
    request_segment: unsafe extern "C" fn(*mut Request, Text) -> i32,
    request: [*const c_void; 7],
    plan: unsafe extern "C" fn(*mut Call, *mut Request) -> i32,
    fetch: *const c_void,
    find: *const c_void,
    resolve: unsafe extern "C" fn(*mut Call, *mut Request) -> Text,
}

#[repr(C)]
pub struct Call {
    struct_size: u32,
    reserved: u32,
    host: *const Host,
}

// What never changes may be seen by every thread.
unsafe impl Sync for Column {}
unsafe impl Sync for Verb {}
unsafe impl Sync for Noun {}
unsafe impl Sync for Plugin {}
#[repr(transparent)]
pub struct List<T, const N: usize>([*const T; N]);
unsafe impl<T, const N: usize> Sync for List<T, N> {}

macro_rules! text {
    ($text:expr) => {
        concat!($text, "\0").as_ptr()
    };
}

macro_rules! size {
    ($of:ty) => {
        core::mem::size_of::<$of>() as u32
    };
}

unsafe fn ask(call: *mut Call, id: Option<Text>) -> *mut Request {
    let host = &*(*call).host;
    let request = (host.request_new)(call, text!("GET"));

    for segment in [text!("api"), text!("v1"), text!("regions")] {
        (host.request_segment)(request, segment);
    }
    if let Some(id) = id {
        (host.request_segment)(request, id);
    }
    request
}

unsafe extern "C" fn plan_list(call: *mut Call) -> i32 {
    ((*(*call).host).plan)(call, ask(call, None))
}

unsafe extern "C" fn plan_get(call: *mut Call) -> i32 {
    let host = &*(*call).host;
    let id = (host.resolve)(call, ask(call, None));

    if id.is_null() {
        return -1;
    }
    (host.plan)(call, ask(call, Some(id)))
}

const fn column(title: Text, path: Text) -> Column {
    Column { struct_size: size!(Column), kind: 0, attributes: 0, priority: 0, title, path }
}

const fn verb(name: Text, summary: Text, reply: u32, attributes: u32, plan: Plan) -> Verb {
    Verb {
        struct_size: size!(Verb),
        effect: 0, // READ, for a plugin of 1.0
        reply,
        scopes: 0,
        attributes,
        reserved: 0,
        name,
        aliases: null(),
        summary,
        description: null(),
        examples: null(),
        replacement: null(),
        consequence: null(),
        done: null(),
        flags: null(),
        columns: null(),
        secret: null(),
        plan,
        finish: null(),
    }
}

static ID: Column = column(text!("ID"), text!(".metadata.id"));
static NAME: Column = column(text!("NAME"), text!(".metadata.name"));
static COLUMNS: List<Column, 3> = List([&ID, &NAME, null()]);
static LIST: Verb = verb(text!("list"), text!("List the regions."), 2, 0, plan_list);
static GET: Verb = verb(text!("get"), text!("Show one region."), 1, 1, plan_get);
static VERBS: List<Verb, 3> = List([&LIST, &GET, null()]);

static NOUN: Noun = Noun {
    struct_size: size!(Noun),
    reserved: 0,
    name: null(),
    aliases: null(),
    summary: text!("Look at regions."),
    description: null(),
    singular: text!("region"),
    plural: text!("regions"),
    service: text!("region"),
    id_path: null(),
    name_path: null(),
    verbs: &VERBS.0 as *const _,
    columns: &COLUMNS.0 as *const _,
    fields: null(),
    nouns: null(),
};

#[no_mangle]
#[allow(non_upper_case_globals)]
pub static nscale_plugin_v1: Plugin = Plugin {
    struct_size: size!(Plugin),
    abi_major: 1,
    min_minor: 0,
    name: text!("regions"),
    aliases: text!("region"),
    version: text!("1.0"),
    summary: text!("Look at regions"),
    noun: &NOUN,
};

// The same as an ELF note, which nscale reads without running any of this.
const MANIFEST: &[u8; 76] =
    b"name=regions\naliases=region\nversion=1.0\nsummary=Look at regions\nabi=1.0\n\0\0\0\0";

#[repr(C, align(4))]
pub struct Note {
    owner_size: u32,
    text_size: u32,
    kind: u32,
    owner: [u8; 8],
    text: [u8; 76],
}

#[used]
#[link_section = ".note.nscale.plugin"]
static NOTE: Note = Note {
    owner_size: 7,
    text_size: 73,
    kind: 1,
    owner: *b"nscale\0\0",
    text: *MANIFEST,
};

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
